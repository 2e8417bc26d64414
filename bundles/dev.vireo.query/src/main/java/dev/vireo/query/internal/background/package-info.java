/** How work in the background gives way to people's questions. */
package dev.vireo.query.internal.background;
