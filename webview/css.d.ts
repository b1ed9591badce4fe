/** Style sheets are bundled by the build beside the script that imports them. */
declare module '*.css';
