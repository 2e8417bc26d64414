package dev.vireo.broker.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vireo.api.broker.Lease;
import dev.vireo.api.broker.Leases;
import dev.vireo.api.error.ErrorKind;
import dev.vireo.api.error.VireoException;
import dev.vireo.api.model.Provider;
import dev.vireo.api.model.ProviderInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.osgi.framework.Constants;

@Timeout(60)
class LeaseBrokerTest {
    interface Seer extends Provider {}

    interface Hearer extends Provider {}

    /** A family made after the broker. */
    interface Newcomer extends Seer {}

    static class Eye implements Seer, Hearer {
        final String id;
        final AtomicInteger inUse = new AtomicInteger();
        final AtomicBoolean closed = new AtomicBoolean();

        Eye(String id) {
            this.id = id;
        }

        @Override
        public ProviderInfo info() {
            return new ProviderInfo(id, "1.0.0", "Eye " + id);
        }
    }

    static final class Late extends Eye implements Newcomer {
        Late(String id) {
            super(id);
        }
    }

    private final LeaseBroker broker = new LeaseBroker(60_000);
    private long nextId = 1;

    private FakeReference add(Eye eye, int ranking, Class<?>... families) {
        FakeReference reference = new FakeReference(nextId++, ranking, families);
        broker.bind(reference, eye);
        return reference;
    }

    @Test
    void anAbsentFamilyIsUnavailableAndNamed() {
        VireoException e = assertThrows(VireoException.class, () -> broker.lease(Seer.class));
        assertEquals(ErrorKind.UNAVAILABLE, e.kind());
        assertTrue(e.getMessage().contains("Seer"), e.getMessage());
        try (Leases<Seer> none = broker.leaseAll(Seer.class)) {
            assertTrue(none.services().isEmpty());
        }
    }

    @Test
    void theHighestRankingWinsAndAmongEqualsTheNewest() {
        Eye old = new Eye("old");
        Eye fresh = new Eye("fresh");
        Eye best = new Eye("best");
        add(old, 0, Seer.class, Provider.class);
        add(fresh, 0, Seer.class, Provider.class);
        assertSame(fresh, serviceOf(broker.lease(Seer.class)));
        FakeReference top = add(best, 5, Seer.class, Provider.class);
        assertSame(best, serviceOf(broker.lease(Seer.class)));
        assertSame(old, serviceOf(broker.lease(Seer.class, "old")));
        try (Leases<Seer> all = broker.leaseAll(Seer.class)) {
            assertEquals(List.of(best, fresh, old), all.services());
        }
        broker.unbind(top, best);
        assertSame(fresh, serviceOf(broker.lease(Seer.class)));
    }

    @Test
    void aRaisedRankingTakesEffectAndKeepsTheHolds() {
        Eye a = new Eye("a");
        Eye b = new Eye("b");
        FakeReference ra = add(a, 0, Seer.class, Provider.class);
        add(b, 1, Seer.class, Provider.class);
        Lease<Seer> held = broker.lease(Seer.class, "a");
        broker.updated(ra.set(Constants.SERVICE_RANKING, 9), a);
        assertSame(a, serviceOf(broker.lease(Seer.class)));
        assertEquals(1, live("a@1.0.0").leases());
        held.close();
        assertEquals(0, live("a@1.0.0").leases());
    }

    @Test
    void onlyRegisteredFamiliesAreServed() {
        Late late = new Late("late");
        add(late, 0, Newcomer.class, Provider.class);
        assertSame(late, serviceOf(broker.lease(Newcomer.class)));
        assertThrows(VireoException.class, () -> broker.lease(Hearer.class));
        assertEquals(List.of("Newcomer"), live("late@1.0.0").families());
    }

    @Test
    void aSwapWithTheSameIdKeepsTheNewProvider() {
        Eye v1 = new Eye("eye");
        Eye v2 = new Eye("eye");
        FakeReference r1 = add(v1, 0, Seer.class, Provider.class);
        add(v2, 0, Seer.class, Provider.class);
        broker.unbind(r1, v1);
        assertSame(v2, serviceOf(broker.lease(Seer.class, "eye")));
    }

    @Test
    void leasesAreCountedAndClosedOnce() {
        Eye eye = new Eye("eye");
        add(eye, 0, Seer.class, Hearer.class, Provider.class);
        Lease<Seer> one = broker.lease(Seer.class);
        Leases<Hearer> two = broker.leaseAll(Hearer.class);
        assertEquals(2, live("eye@1.0.0").leases());
        assertEquals(List.of("Hearer", "Seer"), live("eye@1.0.0").families());
        one.close();
        one.close();
        assertEquals(1, live("eye@1.0.0").leases());
        two.close();
        two.close();
        assertEquals(0, live("eye@1.0.0").leases());
    }

    @Test
    void theBundleThatAProviderWasMadeFromIsShown() {
        Eye eye = new Eye("eye");
        FakeReference reference = new FakeReference(1, 0, Seer.class, Provider.class).set("vireo.bundle", "dev.example.eye");
        broker.bind(reference, eye);
        assertEquals("dev.example.eye", live("eye@1.0.0").bundle());
    }

    @Test
    void unbindWaitsForTheLeaseAndGivesNoNewOnes() throws Exception {
        Eye eye = new Eye("eye");
        FakeReference reference = add(eye, 0, Seer.class, Provider.class);
        Lease<Seer> held = broker.lease(Seer.class);
        CountDownLatch finished = new CountDownLatch(1);
        Thread stopping = Thread.ofPlatform().start(() -> {
            broker.unbind(reference, eye);
            finished.countDown();
        });
        while (!broker.live().isEmpty()) {
            Thread.onSpinWait();
        }
        assertThrows(VireoException.class, () -> broker.lease(Seer.class));
        assertFalse(finished.await(100, TimeUnit.MILLISECONDS), "unbind returned while a lease was held");
        held.close();
        assertTrue(finished.await(10, TimeUnit.SECONDS), "unbind did not return after the last lease came back");
        stopping.join();
    }

    @Test
    void unbindGivesUpAfterTheLimit() {
        LeaseBroker hasty = new LeaseBroker(50);
        Eye eye = new Eye("eye");
        FakeReference reference = new FakeReference(1, 0, Seer.class, Provider.class);
        hasty.bind(reference, eye);
        Lease<Seer> kept = hasty.lease(Seer.class);
        long before = System.nanoTime();
        hasty.unbind(reference, eye);
        assertTrue(System.nanoTime() - before >= TimeUnit.MILLISECONDS.toNanos(50));
        kept.close();
        assertTrue(hasty.live().isEmpty());
    }

    @Test
    void anImpossibleDrainLimitIsRefused() {
        for (long wrong : new long[] {-1, 3_600_001}) {
            VireoException e = assertThrows(VireoException.class, () -> new LeaseBroker(wrong));
            assertTrue(e.getMessage().contains(Long.toString(wrong)), e.getMessage());
        }
    }

    /** Providers come and go under load: none is used after its unbind returned, none is closed while leased. */
    @Test
    void swapsUnderLoad() throws Exception {
        List<Eye> all = new ArrayList<>();
        Eye current = new Eye("eye0");
        FakeReference currentReference = new FakeReference(1, 0, Seer.class, Provider.class);
        broker.bind(currentReference, current);
        all.add(current);
        try (Users users = new Users(6, this::leasing)) {
            for (int i = 1; i <= 2_000 || !users.served(); i++) {
                Eye next = new Eye("eye" + i);
                FakeReference reference = new FakeReference(i + 1, 0, Seer.class, Provider.class);
                broker.bind(reference, next);
                broker.unbind(currentReference, current);
                current.closed.set(true);
                assertEquals(0, current.inUse.get(), "unbind returned while the provider was in use");
                all.add(next);
                current = next;
                currentReference = reference;
            }
            users.end();
        }
        assertEquals(1, broker.live().size());
        assertEquals(0, broker.live().get(0).leases());
        assertTrue(all.stream().allMatch(e -> e.inUse.get() == 0));
    }

    private Runnable leasing(int user) {
        Random random = new Random(user);
        return () -> {
            if (random.nextInt(4) == 0) {
                try (Leases<Seer> set = broker.leaseAll(Seer.class)) {
                    assertFalse(set.services().isEmpty(), "a swap left a gap");
                    set.services().forEach(s -> use((Eye) s));
                }
            } else {
                try (Lease<Seer> lease = broker.lease(Seer.class)) {
                    use((Eye) lease.service());
                }
            }
        };
    }

    private static void use(Eye eye) {
        eye.inUse.incrementAndGet();
        assertFalse(eye.closed.get(), "a lease was given on a provider that had left");
        Thread.onSpinWait();
        assertFalse(eye.closed.get(), "a provider was let go while it was leased");
        eye.inUse.decrementAndGet();
    }

    private static <S> S serviceOf(Lease<S> lease) {
        try (lease) {
            return lease.service();
        }
    }

    private dev.vireo.api.broker.Broker.Live live(String provider) {
        return broker.live().stream()
                .filter(l -> l.provider().equals(provider))
                .findFirst()
                .orElseThrow();
    }
}
