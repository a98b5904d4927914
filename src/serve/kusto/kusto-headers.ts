/** The headers of every answer, by which a client and its service speak of one request. */
export function kustoHeaders(ids: { readonly clientRequestId: string; readonly activityId: string }) {
  return {
    'content-type': 'application/json; charset=utf-8',
    'x-ms-client-request-id': ids.clientRequestId,
    'x-ms-activity-id': ids.activityId,
  }
}
