import { isoMilliseconds, isoTicks } from '../calendar.ts'
import { company, type Location } from '../company.ts'
import type { Row } from '../log.ts'
import type { Random } from '../random.ts'

/** First-party applications people sign in to: name, id, and the resource they ask for. */
const applications = {
  office: ['OfficeHome', '4765445b-32c6-49b0-83e6-1d93765276ca', 'OfficeHome'],
  outlook: ['Outlook Web', '00000002-0000-0ff1-ce00-000000000000', 'Office 365 Exchange Online'],
  exchange: ['Office 365 Exchange Online', '00000002-0000-0ff1-ce00-000000000000', 'Office 365 Exchange Online'],
  exchangeAdmin: [
    'Microsoft Exchange REST API Based Powershell',
    'fb78d390-0c51-40cd-8e17-fdbfab77341b',
    'Office 365 Exchange Online',
  ],
  sharePoint: ['Office 365 SharePoint Online', '00000003-0000-0ff1-ce00-000000000000', 'Office 365 SharePoint Online'],
  teams: ['Microsoft Teams', '1fec8e78-bce4-4aaf-ab1b-5451cc387264', 'Microsoft Teams Services'],
  officeClient: ['Microsoft Office', 'd3590ed6-52b3-4102-aeff-aad2292ab01c', 'Microsoft Graph'],
  securityInfo: ['My Signins', '19db86c3-b2b9-44cc-b339-36da233a3be2', 'Microsoft Graph'],
  azurePortal: ['Azure Portal', 'c44b4083-3bb0-49c1-b47d-974e53cbdf3c', 'Windows Azure Service Management API'],
  azureCli: ['Microsoft Azure CLI', '04b07795-8ddb-461a-bbee-02f9e1bf7b46', 'Windows Azure Service Management API'],
  aws: ['AWS IAM Identity Center', '6b1f8e02-94c7-4d3a-a0e5-f27d6c81b94e', 'AWS IAM Identity Center'],
  crm: ['Fieldbook CRM', 'd90a4c7e-2f15-4b68-ae31-7c05f8e9b6d2', 'Fieldbook CRM'],
  expenses: ['Pennywise Expenses', '5c83e1fa-b7d0-4296-a4ce-1e90f2d7a538', 'Pennywise Expenses'],
} as const

export type Application = keyof typeof applications

/** Outcomes of a sign-in: result code and what it says. */
const outcomes = {
  success: ['0', ''],
  wrongPassword: ['50126', 'Error validating credentials due to invalid username or password.'],
  locked: ['50053', 'The account is locked because of too many attempts with a wrong password.'],
  disabled: ['50057', 'The user account is disabled.'],
  expiredPassword: ['50055', 'The password is expired.'],
  strongAuthRequired: ['50074', 'Strong authentication is required and the user did not pass the challenge.'],
  strongAuthDenied: ['500121', 'Authentication failed during strong authentication request.'],
  staySignedIn: ['50140', 'Interrupted: the user was asked whether to stay signed in.'],
  sessionExpired: ['70043', 'The refresh token has expired or is invalid.'],
  blockedByPolicy: ['53003', 'Access has been blocked by Conditional Access policies.'],
  consentRequired: ['65001', 'The user or administrator has not consented to use the application.'],
} as const

export type Outcome = keyof typeof outcomes

export interface SignIn {
  readonly user: { readonly upn: string; readonly id: string; readonly name: string }
  readonly application: Application
  readonly address: string
  readonly location: Location
  readonly userAgent: string
  /** As DeviceDetail tells it, and the browser with it where there is one. */
  readonly system: string
  readonly browser?: string
  readonly client: string
  readonly outcome: Outcome
  readonly multiFactor: boolean
  /** What answered the second factor. */
  readonly factor?: string
  readonly deviceName?: string
  readonly risk?: 'none' | 'low' | 'medium' | 'high'
}

function locationDetails(location: Location) {
  return {
    city: location.city,
    state: location.state,
    countryOrRegion: location.country,
    geoCoordinates: { latitude: location.latitude, longitude: location.longitude },
  }
}

/** A sign-in somebody was present at (SigninLogs). */
export function signInRow(random: Random, at: number, signIn: SignIn): Row {
  const [app, appId, resource] = applications[signIn.application]
  const [code, description] = outcomes[signIn.outcome]
  const id = random.guid()
  const risk = signIn.risk ?? 'none'
  const failed = code !== '0'
  return {
    TimeGenerated: isoTicks(at),
    CreatedDateTime: isoMilliseconds(at - 400),
    OperationName: 'Sign-in activity',
    OperationVersion: '1.0',
    Category: 'SignInLogs',
    ResultType: code,
    ResultSignature: failed ? 'FAILURE' : 'SUCCESS',
    ResultDescription: description,
    DurationMs: 0,
    CorrelationId: random.guid(),
    Id: id,
    OriginalRequestId: id,
    Resource: 'Microsoft.aadiam',
    ResourceGroup: 'Microsoft.aadiam',
    ResourceId: `/tenants/${company.tenantId}/providers/Microsoft.aadiam`,
    Level: '4',
    Identity: signIn.user.name,
    UserDisplayName: signIn.user.name,
    UserPrincipalName: signIn.user.upn,
    UserId: signIn.user.id,
    UserType: 'Member',
    SignInIdentifier: signIn.user.upn,
    AADTenantId: company.tenantId,
    HomeTenantId: company.tenantId,
    ResourceTenantId: company.tenantId,
    AppDisplayName: app,
    AppId: appId,
    ResourceDisplayName: resource,
    ClientAppUsed: signIn.client,
    UserAgent: signIn.userAgent,
    IPAddress: signIn.address,
    Location: signIn.location.country,
    LocationDetails: locationDetails(signIn.location),
    DeviceDetail: {
      deviceId: '',
      displayName: signIn.deviceName ?? '',
      operatingSystem: signIn.system,
      browser: signIn.browser ?? '',
      isCompliant: signIn.deviceName !== undefined,
      isManaged: signIn.deviceName !== undefined,
    },
    Status: failed ? { errorCode: Number(code), failureReason: description } : { errorCode: 0 },
    MfaDetail: signIn.factor === undefined ? null : { authMethod: signIn.factor },
    AuthenticationRequirement: signIn.multiFactor ? 'multiFactorAuthentication' : 'singleFactorAuthentication',
    ConditionalAccessStatus:
      signIn.outcome === 'blockedByPolicy' ? 'failure' : signIn.multiFactor ? 'success' : 'notApplied',
    IsInteractive: true,
    IsRisky: risk !== 'none',
    RiskState: risk === 'none' ? 'none' : 'atRisk',
    RiskLevelDuringSignIn: risk,
    RiskLevelAggregated: risk,
    RiskEventTypes_V2: risk === 'none' ? '[]' : '["unfamiliarFeatures"]',
    TokenIssuerType: 'AzureAD',
    SourceSystem: 'Azure AD',
    Type: 'SigninLogs',
  }
}

/** A token renewed in the background (AADNonInteractiveUserSignInLogs: its details are JSON texts). */
export function nonInteractiveRow(random: Random, at: number, signIn: SignIn): Row {
  const [app, appId, resource] = applications[signIn.application]
  const [code, description] = outcomes[signIn.outcome]
  const id = random.guid()
  return {
    TenantId: company.workspaceId,
    TimeGenerated: isoTicks(at),
    CreatedDateTime: isoMilliseconds(at - 150),
    OperationName: 'Sign-in activity',
    OperationVersion: '1.0',
    Category: 'NonInteractiveUserSignInLogs',
    ResultType: code,
    ResultDescription: description,
    DurationMs: 0,
    CorrelationId: random.guid(),
    Id: id,
    OriginalRequestId: id,
    Identity: signIn.user.name,
    UserDisplayName: signIn.user.name,
    UserPrincipalName: signIn.user.upn,
    UserId: signIn.user.id,
    UserType: 'Member',
    AppDisplayName: app,
    AppId: appId,
    ResourceDisplayName: resource,
    ClientAppUsed: signIn.client,
    UserAgent: signIn.userAgent,
    IPAddress: signIn.address,
    Location: signIn.location.country,
    LocationDetails: JSON.stringify(locationDetails(signIn.location)),
    DeviceDetail: JSON.stringify({ operatingSystem: signIn.system, browser: signIn.browser ?? '' }),
    Status: `{"errorCode":${code}}`,
    AuthenticationRequirement: 'singleFactorAuthentication',
    ConditionalAccessStatus: 'success',
    IsInteractive: false,
    SourceSystem: 'Azure AD',
    Type: 'AADNonInteractiveUserSignInLogs',
  }
}
