import type { ServiceDefinition } from '../service.ts'
import { abuseipdb } from './abuseipdb.ts'
import { certificates } from './certificates.ts'
import { dns } from './dns.ts'
import { greynoise } from './greynoise.ts'
import { malwareBazaar } from './malware-bazaar.ts'
import { otx } from './otx.ts'
import { rdap } from './rdap.ts'
import { threatfox } from './threatfox.ts'
import { torExits } from './tor-exits.ts'
import { urlhaus } from './urlhaus.ts'
import { virustotal } from './virustotal.ts'
import { xForce } from './x-force.ts'

/** Every service; each is off until it is configured by its name. */
export const services: readonly ServiceDefinition[] = [
  virustotal,
  otx,
  abuseipdb,
  greynoise,
  xForce,
  urlhaus,
  threatfox,
  malwareBazaar,
  torExits,
  rdap,
  dns(),
  certificates,
]
