/** What encoders of tests share; goes into the bundle of each. */
package dev.vireo.itests.shape;
