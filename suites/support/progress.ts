/** Recognizes progress notifications, and names the fixture tool that sends them. */
import type { Message } from '../session.js';

export const PROGRESS = 'notifications/progress';
export const PROGRESS_TOOL = 'test_tool_with_progress';

export const isProgress = (message: Message): boolean => message.method === PROGRESS;
