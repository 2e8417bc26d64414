/** A bundle of providers that the product does not ship: a detector with a label of its own and an encoder. */
package dev.vireo.itests.unicorn;
