package dev.vireo.api.broker;

/**
 * A hold on one provider: it is not closed before the lease is, except after the drain limit. Close it as soon as the
 * request is done; never keep one between requests.
 *
 * @param <S> family
 */
public interface Lease<S> extends AutoCloseable {
    S service();

    @Override
    void close();
}
