/**
 * Words as a question holds them: tokens, plurals, numbers, lengths of time and phrases, English and Chinese, and the words
 * of the grammar itself.
 */
package dev.vireo.query.internal.language;
