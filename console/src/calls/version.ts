/** The version of the Tencent dialect's API. */
export const VERSION = '2018-11-19';
