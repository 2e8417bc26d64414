/** The models that are live, asked through short leases, and what they answer. */
package dev.vireo.ingest.internal.model;
