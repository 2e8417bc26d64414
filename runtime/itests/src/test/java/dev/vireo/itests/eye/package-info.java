/** An encoder whose versions make other spaces. */
package dev.vireo.itests.eye;
