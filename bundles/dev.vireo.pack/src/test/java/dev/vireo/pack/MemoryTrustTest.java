package dev.vireo.pack;

import dev.vireo.api.deploy.TrustStore;
import dev.vireo.testkit.MemoryTrust;
import dev.vireo.testkit.TrustStoreContractTest;

/** What the tests here trust is a store as the real one is. */
class MemoryTrustTest extends TrustStoreContractTest {
    private final TrustStore trust = new MemoryTrust();

    @Override
    protected TrustStore trust() {
        return trust;
    }
}
