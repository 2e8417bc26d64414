/** Times as people say them, read to stretches of instants on the site's clock. */
package dev.vireo.query.internal.time;
