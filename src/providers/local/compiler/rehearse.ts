import { QueryCompiler } from './query-compiler.ts'

/** Queries that between them need what most queries need; what they say is nobody's. */
const queries = [
  'print x = 1',
  `SigninLogs
    | where TimeGenerated > ago(7d) and UserPrincipalName has "a" and ResultType != "0" and isnotempty(IPAddress)
    | extend Os = tostring(parse_json(tostring(DeviceDetail)).operatingSystem), Hour = datetime_part("hour", TimeGenerated)
    | summarize Count = count(), First = min(TimeGenerated), Addresses = make_set(IPAddress, 10), dcount(AppDisplayName)
        by UserPrincipalName, bin(TimeGenerated, 1h)
    | sort by Count desc
    | take 10`,
  `let Failed = SigninLogs | where ResultType in ("50126", "50053") | project UserPrincipalName, TimeGenerated, IPAddress;
    Failed
    | join kind=leftouter (SecurityEvent | where EventID == 4625 | summarize arg_max(TimeGenerated, *) by Account) on $left.UserPrincipalName == $right.Account
    | extend Kind = case(IPAddress startswith "10.", "inside", IPAddress matches regex @"^192\\.168", "inside", "outside")
    | mv-expand Part = split(UserPrincipalName, "@") to typeof(string)
    | project-away Account
    | distinct Kind, Part`,
]

/**
 * Compiles a few queries over known tables, so that what the binder and the compiler make when first needed is made.
 * Throws where one does not compile.
 */
export function rehearse(): void {
  const compiler = new QueryCompiler()
  compiler.answer({ kind: 'prepare', id: 0, tables: [], now: 0n })
  for (const kql of queries) compiler.answer({ kind: 'compile', id: 0, kql, limit: 1000, answers: [] })
}
