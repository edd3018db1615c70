import { quantiles, rate, type Panel } from './panels.js';

/** How all of it is. */
export const fleet: Panel[] = [
  { title: 'Live sessions', unit: 'short', says: 'Sessions in the memory of each silo.', queries: [{ expr: 'sum by (instance) (sessionshare_session_live)', legend: '{{instance}}' }] },
  {
    title: 'Connections',
    unit: 'short',
    says: 'Sharers and viewers, over all gateways.',
    queries: [
      { expr: 'sum(sessionshare_gateway_sharers)', legend: 'sharers' },
      { expr: 'sum(sessionshare_gateway_viewers)', legend: 'viewers' },
    ],
  },
  { title: 'Joins', unit: 'cps', says: 'Joins a second, by the reason of a refusal (none: taken).', queries: [rate('sessionshare_session_joins_total', '{{reason}}', 'reason')] },
  {
    title: 'Bytes',
    unit: 'Bps',
    says: 'Taken in from sharers, and sent to viewers: each viewer counts.',
    queries: [rate('sessionshare_session_append_size_bytes_total', 'taken in'), rate('sessionshare_gateway_delivered_bytes_total', 'sent')],
  },
  { title: 'Append latency', unit: 's', says: 'From the gateway to the session and back. High with quiet storage: silos have too little processor.', queries: quantiles('sessionshare_gateway_append_duration_seconds') },
  { title: 'Delivery latency', unit: 's', says: 'From when frames are at a gateway until they are handed to a viewer\'s connection. High: the gateway has too little processor, or viewers wait for older frames.', queries: quantiles('sessionshare_gateway_delivery_duration_seconds') },
  { title: 'Confirmation', unit: 's', says: 'From then until the viewer says that it has them: networks, and the viewers themselves.', queries: quantiles('sessionshare_gateway_confirmation_duration_seconds') },
  {
    title: 'Lag',
    unit: 'cps',
    says: 'Viewers that fell behind and were told what they miss, and whose cursor waited.',
    queries: [rate('sessionshare_gateway_viewer_lags_total', 'fell behind'), rate('sessionshare_gateway_viewer_stalls_total', 'waited')],
  },
  { title: 'Reconnects', unit: 'cps', says: 'Connections that came back to a session, a second.', queries: [rate('sessionshare_gateway_resumes_total', '{{who}}', 'who')] },
  { title: 'Commit latency', unit: 's', says: 'Time until a session\'s frames are stored.', queries: quantiles('sessionshare_session_commit_duration_seconds') },
  {
    title: 'Storage',
    unit: 'cps',
    says: 'Writes that failed and are tried again; sessions that another silo took.',
    queries: [rate('sessionshare_session_write_failures_total', 'failed writes'), rate('sessionshare_session_fences_total', 'taken over'), rate('sessionshare_gateway_grain_retries_total', 'calls tried again')],
  },
  { title: 'Failover', unit: 's', says: 'Time that a session took to come to life on a silo.', queries: quantiles('sessionshare_session_failover_duration_seconds') },
  { title: 'Processes that answer', unit: 'short', says: '1 while it answers the monitoring.', queries: [{ expr: 'up{job=~"silo|gateway"}', legend: '{{job}} {{instance}}' }] },
  { title: 'Processor', unit: 'short', says: 'Processors in use by each process.', queries: [{ expr: 'sum by (job, instance) (rate(dotnet_process_cpu_time_seconds_total[$__rate_interval]))', legend: '{{job}} {{instance}}' }] },
  { title: 'Memory', unit: 'bytes', says: 'Working set of each process.', queries: [{ expr: 'dotnet_process_memory_working_set_bytes', legend: '{{job}} {{instance}}' }] },
  {
    title: 'Orleans',
    unit: 'short',
    says: 'Grains in memory, by silo; and turns that took long, a second.',
    queries: [
      { expr: 'sum by (instance) (orleans_catalog_activations)', legend: 'grains {{instance}}' },
      { expr: 'sum by (instance) (rate(orleans_scheduler_long_running_turns_total[$__rate_interval]))', legend: 'long turns {{instance}}' },
    ],
  },
];
