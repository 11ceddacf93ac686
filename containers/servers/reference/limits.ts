/** 64 MiB of message, and room for what is around it. */
export const LARGEST_MESSAGE = 68 * 1024 * 1024;

/** What a client waits before it resumes an event stream that the server ended. */
export const RETRY_MS = 200;
