/**
 * Finds candidates and holds all conditions against them: one thing, several at once, things beside each other, steps in
 * an order.
 */
package dev.vireo.query.internal.search;
