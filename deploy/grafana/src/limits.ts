import { rate, type Panel } from './panels.js';

/** Who meets which limit. */
export const limits: Panel[] = [
  { title: 'Shares', unit: 'cps', says: 'Shares a second, by the reason of a refusal (none: taken).', queries: [rate('sessionshare_session_shares_total', '{{reason}}', 'reason')] },
  { title: 'Shares that a plan refused', unit: 'cps', says: 'By the plan limited: Plans:LimitedShares.', queries: [rate('sessionshare_quota_share_refusals_total', 'refused')] },
  { title: 'Ends', unit: 'cps', says: 'Sessions that ended, by reason: sessionSizeLimit and dayLimit are limits.', queries: [rate('sessionshare_session_ends_total', '{{reason}}', 'reason')] },
  { title: 'Bytes of the day', unit: 'Bps', says: 'Leased to sessions, returned ones included, and stored.', queries: [rate('sessionshare_quota_leased_bytes_total', 'leased'), rate('sessionshare_session_commit_size_bytes_total', 'stored')] },
  { title: 'Leases', unit: 'cps', says: 'By whether the day of that person is exhausted.', queries: [rate('sessionshare_quota_leases_total', 'exhausted: {{exhausted}}', 'exhausted')] },
  { title: 'Appends', unit: 'cps', says: 'By the reason of a refusal (none: taken). busy: storage does not keep up.', queries: [rate('sessionshare_session_appends_total', '{{reason}}', 'reason')] },
  { title: 'Joins that were refused', unit: 'cps', says: 'participantLimit: Session:MaxParticipants. unknownOrForbidden: no access, or no such session.', queries: [{ expr: 'sum by (reason) (rate(sessionshare_session_joins_total{reason!="none"}[$__rate_interval]))', legend: '{{reason}}' }] },
  { title: 'Messages that were too many', unit: 'cps', says: 'Rates:Appends and Rates:Signals, of one connection.', queries: [rate('sessionshare_gateway_rate_refusals_total', 'refused')] },
  { title: 'Sessions that roll', unit: 'Bps', says: 'Bytes that left the logs of sessions with Session:WhenFull=Roll.', queries: [rate('sessionshare_session_trimmed_bytes_total', 'left')] },
  {
    title: 'Audit',
    unit: 'cps',
    says: 'Entries stored; writes that failed and are tried again; entries that are lost for good.',
    queries: [rate('sessionshare_audit_entries_total', 'stored'), rate('sessionshare_audit_failures_total', 'failed'), rate('sessionshare_audit_lost_total', 'lost')],
  },
];
