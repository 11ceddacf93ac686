export * from '../contract/until.js';
