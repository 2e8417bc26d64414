/** The conditions of a question, one class a kind: how each is judged of a track, and how it narrows the search. */
package dev.vireo.query.internal.condition;
