/** Reasons that pass by themselves, so that the viewer simply tries again. */
export const passesByItself = (reason: string) =>
  ['busy', 'serverStopping', 'gatewayLeaving', 'clusterUnreachable', 'storageUnavailable', 'serverFault'].includes(reason);

/** Reasons behind which signing this browser in may help. */
export const maySignIn = (reason: string) =>
  ['unknownOrForbidden', 'noAccess', 'signInRequired', 'tokenExpired', 'tokenInvalid', 'tokenNotYetValid', 'signInRefused'].includes(reason);
