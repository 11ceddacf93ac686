/** Recognizes log notifications, and those that are less severe than a given level. */
import { LEVELS } from '../../adapters/mcp.js';
import type { Message } from '../session.js';

export const LOG_MESSAGE = 'notifications/message';

export const isLog = (message: Message): boolean => message.method === LOG_MESSAGE;

/** A log message that is less severe than a level, or of no level at all. */
export const isBelow =
  (level: (typeof LEVELS)[number]) =>
  (message: Message): boolean =>
    isLog(message) &&
    (LEVELS as readonly unknown[]).indexOf(message.at('/params/level').value) < LEVELS.indexOf(level);
