/** The id of a workspace of Log Analytics. */
export const workspaceId = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** What a workspace may be called in the settings; `demo` is the demo. */
export const workspaceName = /^(?!demo$)[A-Za-z0-9][\w.-]*$/
