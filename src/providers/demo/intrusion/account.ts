import { consent, registerMethod } from '../activity/directory-changes.ts'
import { guessPasswords } from '../activity/linux.ts'
import { logConnection, logVpn } from '../activity/network.ts'
import { minute, second } from '../calendar.ts'
import { accounts, locations, people, person } from '../company.ts'
import type { Logs } from '../logs.ts'
import { machineNamed } from '../machines.ts'
import type { Random } from '../random.ts'
import { directoryRow } from '../rows/directory.ts'
import { type Application, nonInteractiveRow, type Outcome, type SignIn, signInRow } from '../rows/sign-in.ts'
import { demoStory } from './story.ts'

const { attacker, times } = demoStory
const victim = person(demoStory.account.sam)

const browser = {
  userAgent: 'Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0',
  system: 'Linux',
  browser: 'Firefox 128.0',
  client: 'Browser',
}

/** Knocking, password spray, sign-ins with a tired approval, a second factor of the attacker's own, consent, VPN. */
export function takeAccount(logs: Logs, random: Random): void {
  knock(logs, random)
  spray(logs, random)
  signIn(logs, random)
  const add = (at: number, change: Parameters<typeof directoryRow>[2]) =>
    logs.directory.add(at, directoryRow(random, at, change))
  registerMethod(add, times.method, victim, attacker.address, 'Authenticator app')
  consent(
    add,
    times.consent,
    victim,
    attacker.address,
    attacker.application,
    'offline_access Mail.Read Mail.ReadWrite Files.Read.All',
  )
  logVpn(logs.connections, random, times.vpn, victim.sam, attacker.address, '', true)
  logVpn(logs.connections, random, times.vpn + 52 * second, victim.sam, attacker.address, attacker.vpnAddress)
}

function knock(logs: Logs, random: Random): void {
  let at = times.knocking
  for (const port of [22, 443, 3389, 8443]) {
    at += random.between(2, 9) * second
    logConnection(logs.connections, random, at, {
      source: attacker.address,
      destination: '192.0.2.11',
      port,
      action: 'deny',
      rule: 'inbound-default',
    })
  }
  guessPasswords(logs.syslog, random, at + minute, machineNamed('af-bastion01'), attacker.address, [
    'root',
    'admin',
    victim.sam,
  ])
}

function spray(logs: Logs, random: Random): void {
  const targets = [...people.filter((one) => one.employed[1] === 30), accounts.formerEmployee]
  let at = times.spray
  for (const round of [1, 2]) {
    for (const user of targets) {
      at += random.between(12, 32) * second
      const lucky = round === 2 && user === victim
      const outcome: Outcome = lucky
        ? 'success'
        : user === accounts.formerEmployee
          ? 'disabled'
          : round === 2 && random.chance(0.08)
            ? 'locked'
            : 'wrongPassword'
      const attempt: SignIn = {
        user,
        application: 'exchange',
        address: attacker.address,
        location: locations.reykjavik,
        userAgent: 'BAV2ROPC',
        system: '',
        client: 'Authenticated SMTP',
        outcome,
        multiFactor: false,
      }
      logs.signIns.add(at, signInRow(random, at, attempt))
    }
    at += 90 * second
  }
}

function signIn(logs: Logs, random: Random): void {
  const write = (at: number, application: Application, outcome: Outcome, multiFactor = true) => {
    const attempt: SignIn = {
      user: victim,
      application,
      address: attacker.address,
      location: locations.reykjavik,
      ...browser,
      outcome,
      multiFactor,
      ...(outcome === 'success' && multiFactor && { factor: 'Mobile app notification' }),
      risk: outcome === 'success' && at < times.method ? 'medium' : 'none',
    }
    logs.signIns.add(at, signInRow(random, at, attempt))
  }
  // The telephone is asked again and again until its owner, half asleep, says yes.
  write(times.signIn, 'office', 'strongAuthRequired')
  for (let count = 1; count <= 4; count++) write(times.signIn + count * 74 * second, 'office', 'strongAuthDenied')
  write(times.signIn + 7 * minute, 'office', 'success')
  write(times.method - 50 * second, 'securityInfo', 'success')
  write(times.inboxRule - 6 * minute, 'outlook', 'success')
  write(times.downloads - minute, 'sharePoint', 'success', false)
  write(times.exchangeSession - 70 * second, 'exchangeAdmin', 'success')
  write(times.consent - 40 * second, 'office', 'success')
  write(times.fraudMail - 2 * minute, 'outlook', 'success')
  write(times.azure, 'azurePortal', 'success')
  write(times.aws, 'aws', 'success')
  for (const at of [times.inboxRule, times.downloads, times.exchangeSession, times.azure]) {
    const renewed: SignIn = {
      user: victim,
      application: 'officeClient',
      address: attacker.address,
      location: locations.reykjavik,
      ...browser,
      outcome: 'success',
      multiFactor: false,
    }
    logs.nonInteractive.add(at + 3 * minute, nonInteractiveRow(random, at + 3 * minute, renewed))
  }
}
