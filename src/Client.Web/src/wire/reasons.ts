/**
 * Reasons that pass by themselves, so that the viewer simply tries again. `replaced` is one: this page alone has its participant's secret, so an earlier attempt of
 * its own, cut before its answer came, was late.
 */
export const passesByItself = (reason: string) =>
  ['replaced', 'busy', 'serverStopping', 'gatewayLeaving', 'clusterUnreachable', 'storageUnavailable', 'serverFault'].includes(reason);

/** Reasons behind which signing this browser in may help. */
export const maySignIn = (reason: string) =>
  ['unknownOrForbidden', 'noAccess', 'signInRequired', 'tokenExpired', 'tokenInvalid', 'tokenNotYetValid', 'signInRefused'].includes(reason);
