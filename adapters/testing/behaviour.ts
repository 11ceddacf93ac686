export * from '../contract/behaviour.js';
