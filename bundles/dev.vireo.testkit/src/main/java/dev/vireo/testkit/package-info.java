/**
 * What every provider of a family must do, as abstract JUnit classes that the provider's own test extends, and what
 * such tests need: pictures, concurrent callers, and the shared media and models where a machine has them.
 */
package dev.vireo.testkit;
