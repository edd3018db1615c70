import type { Panel, Query } from './panels.js';

const of = 'session="$session"';
const grows = (counter: string, legend: string): Query => ({ expr: `sum(rate(${counter}{${of}}[$__rate_interval]))`, legend });
const stands = (gauge: string, legend: string): Query => ({ expr: `sum(${gauge}{${of}})`, legend });

/** Per second of time by count: the time of one. */
const each = (time: string, count: string, legend: string): Query => ({
  expr: `sum(rate(${time}{${of}}[$__rate_interval])) / (sum(rate(${count}{${of}}[$__rate_interval])) > 0)`,
  legend,
});

/** One session, by its id: why is it slow? */
export const session: Panel[] = [
  { title: 'Where it is', unit: 'short', says: 'The silo that has it, and its phase: sharing or reconnecting.', queries: [{ expr: `sum by (instance, phase, organization) (sessionshare_live_phase{${of}})`, legend: '{{phase}} on {{instance}} ({{organization}})' }] },
  { title: 'Bytes', unit: 'Bps', says: 'Taken in from its sharer, and sent to its viewers.', queries: [grows('sessionshare_live_size_bytes_total', 'taken in'), grows('sessionshare_traffic_delivered_bytes_total', 'sent')] },
  { title: 'Frames and input', unit: 'cps', says: 'Frames from the sharer, inputs of participants.', queries: [grows('sessionshare_live_frames_total', 'frames'), grows('sessionshare_live_inputs_total', 'inputs')] },
  { title: 'People', unit: 'short', says: 'Participants (those away included), and viewers that are connected.', queries: [stands('sessionshare_live_participants', 'participants'), stands('sessionshare_traffic_viewers', 'connected')] },
  { title: 'Lag', unit: 'short', says: 'Frames that the slowest viewer at each gateway has not confirmed; times that one fell behind.', queries: [
    { expr: `sum by (instance) (sessionshare_traffic_lag{${of}})`, legend: 'unconfirmed frames {{instance}}' },
    { expr: `sum(increase(sessionshare_traffic_lags_total{${of}}[$__rate_interval]))`, legend: 'fell behind' },
  ] },
  { title: 'Slowest viewer', unit: 's', says: 'How long the slowest viewer has owed a confirmation. It grows: that viewer stands still, and nobody else waits for it.', queries: [{ expr: `max by (instance) (sessionshare_traffic_unconfirmed_seconds{${of}})`, legend: '{{instance}}' }] },
  { title: 'Time of an append', unit: 's', says: 'From the gateway to the session and back. High while commits are quick: its silo has too little processor.', queries: [each('sessionshare_traffic_append_time_seconds_total', 'sessionshare_traffic_appends_total', 'append')] },
  { title: 'Time of a commit', unit: 's', says: 'Until frames are stored. High: storage is slow; viewers don\'t notice, recorders do.', queries: [each('sessionshare_live_commit_time_seconds_total', 'sessionshare_live_commits_total', 'commit')] },
  { title: 'Not yet stored', unit: 'bytes', says: 'Taken in and not stored. At Session:MaxHeldBytes the sharer waits.', queries: [stands('sessionshare_live_held_bytes', 'held')] },
  { title: 'Connections', unit: 'short', says: 'Epoch: processes of the sharer\'s so far. Attachment: its connections. Came back: connections of anybody in the last minute.', queries: [
    stands('sessionshare_live_epoch', 'epoch'),
    stands('sessionshare_live_attachment', 'attachment'),
    { expr: `sum(increase(sessionshare_live_resumes_total{${of}}[1m]))`, legend: 'came back' },
  ] },
  { title: 'Errors', unit: 'cps', says: 'Refusals of all kinds, and writes that failed.', queries: [grows('sessionshare_live_refusals_total', 'refused'), grows('sessionshare_live_write_failures_total', 'failed writes')] },
  { title: 'Its silo', unit: 'short', says: 'Processors in use by the silo that has it, and work that waits for a thread there.', queries: [
    { expr: `sum by (instance) (rate(dotnet_process_cpu_time_seconds_total[$__rate_interval])) and on (instance) sessionshare_live_phase{${of}}`, legend: 'processors' },
    { expr: `dotnet_thread_pool_queue_length_total and on (instance) sessionshare_live_phase{${of}}`, legend: 'waits for a thread' },
  ] },
];
