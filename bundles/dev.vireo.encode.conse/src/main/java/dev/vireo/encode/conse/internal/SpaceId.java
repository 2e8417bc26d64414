package dev.vireo.encode.conse.internal;

import dev.vireo.api.model.ProviderInfo;
import java.util.Locale;

/** Name of the space over two models: it changes when either does. */
final class SpaceId {
    private static final int LONGEST = 180;

    private SpaceId() {}

    static String of(ProviderInfo classifier, ProviderInfo text) {
        String name = String.join("-", "conse", classifier.id(), classifier.version(), text.id(), text.version());
        String safe = name.replaceAll("[^A-Za-z0-9._-]", "_");
        if (safe.equals(name) && name.length() <= LONGEST) {
            return name;
        }
        // What was lost may have told two spaces apart, so the hash of the whole name stands for it.
        return String.format(Locale.ROOT, "%s-%08x", safe.substring(0, Math.min(safe.length(), LONGEST)), name.hashCode());
    }
}
