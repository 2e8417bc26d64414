package dev.vireo.api.broker;

import java.util.List;

/**
 * A hold on all providers of a family that were live at one instant.
 *
 * @param <S> family
 */
public interface Leases<S> extends AutoCloseable {
    /**
     * Highest ranking first; may be empty. A provider whose calls are measured (see {@link Stage}) is another object with each lease,
     * any other is itself.
     */
    List<S> services();

    @Override
    void close();
}
