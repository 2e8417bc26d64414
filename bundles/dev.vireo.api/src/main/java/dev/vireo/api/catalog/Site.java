package dev.vireo.api.catalog;

import java.time.InstantSource;
import java.time.ZoneId;

import org.osgi.annotation.versioning.ProviderType;

/** The place that the appliance watches: one setting for every bundle that thinks in local time. */
@ProviderType
public interface Site {
    /** Zone in which clock times of questions, and of files that name no zone, are meant. */
    ZoneId zone();

    /** The time that "today" and "last 10 minutes" are counted from. */
    InstantSource time();
}
