declare module '*.mjs';
declare module '@svg-maps/ukraine';
declare module 'topojson-client';
