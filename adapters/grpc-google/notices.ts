/** Progress and log notifications within a typed response stream, told from its answer. */
import type { Json } from '../json.js';
import { LEVELS } from '../mcp.js';

const notification = (method: string, params: Json): Json => ({ jsonrpc: '2.0', method, params });

/** The notifications that one response of a stream carries: progress, then a log message. */
export function listNotices(response: Json): Json[] {
  const { progress, logMessage } = (response['common'] ?? {}) as { progress?: Json; logMessage?: Json };
  const notices: Json[] = [];
  if (progress !== undefined) {
    const { progress: done = 0, ...rest } = progress;
    notices.push(notification('notifications/progress', { ...rest, progress: done }));
  }
  if (logMessage !== undefined) {
    const { logLevel, ...rest } = logMessage;
    const level = LEVELS.find((known) => logLevel === `LOG_LEVEL_${known.toUpperCase()}`);
    notices.push(
      notification('notifications/message', { ...(level === undefined ? {} : { level }), ...rest }),
    );
  }
  return notices;
}

/** Whether the response is an answer, too, and not only a notice on the way to one. */
export function hasAnswer(response: Json): boolean {
  const { common = {}, ...own } = response;
  const { progress, logMessage, metadata: _, taskId: __, ...shared } = common as Json;
  const notice = progress !== undefined || logMessage !== undefined;
  return !notice || Object.keys(own).length > 0 || Object.keys(shared).length > 0;
}

/** Whether it may do no more than name the task that works on the answer: then it is the answer only if nothing follows. */
export function isAnnouncement(response: Json): boolean {
  const { common = {}, ...own } = response;
  return (common as Json)['taskId'] !== undefined && Object.keys(own).length === 0;
}
