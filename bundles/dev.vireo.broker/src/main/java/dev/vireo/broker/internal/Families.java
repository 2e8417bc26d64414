package dev.vireo.broker.internal;

import dev.vireo.api.model.Provider;
import java.util.HashSet;
import java.util.Set;

/** The families that a provider is registered for. */
final class Families {
    private Families() {}

    /**
     * Those interfaces of {@code provider} that are named in {@code objectClass} and extend {@link Provider}; the class
     * objects are the provider's own, so a family is only offered to callers that share its class.
     */
    static Set<Class<?>> of(Provider provider, String[] objectClass) {
        Set<String> names = Set.of(objectClass);
        Set<Class<?>> found = new HashSet<>();
        for (Class<?> type = provider.getClass(); type != null; type = type.getSuperclass()) {
            collect(type, names, found);
        }
        return Set.copyOf(found);
    }

    private static void collect(Class<?> type, Set<String> names, Set<Class<?>> found) {
        for (Class<?> i : type.getInterfaces()) {
            if (i != Provider.class && Provider.class.isAssignableFrom(i) && names.contains(i.getName())) {
                found.add(i);
            }
            collect(i, names, found);
        }
    }
}
