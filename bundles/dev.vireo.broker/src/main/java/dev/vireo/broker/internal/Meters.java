package dev.vireo.broker.internal;

import dev.vireo.api.broker.Stage.Calls;
import dev.vireo.api.broker.Stage.Meter;
import dev.vireo.api.broker.Stage.Origin;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The meters that are open. Of several over one provider the newest counts. */
final class Meters {
    private final BrokerLock lock;
    private final Providers providers;
    private final List<Metering> open = new ArrayList<>();

    Meters(BrokerLock lock, Providers providers) {
        this.lock = lock;
        this.providers = providers;
    }

    /** A meter over what is made from some bundles, also over what comes later. */
    Meter open(Set<Origin> bundles) {
        Metering metering = new Metering(Set.copyOf(bundles));
        lock.with(() -> {
            open.add(metering);
            providers.all().forEach(metering::join);
        });
        return metering;
    }

    /** Something is registered. The lock is held. */
    void join(Entry entry) {
        open.forEach(m -> m.join(entry));
    }

    private final class Metering implements Meter {
        private final Set<Origin> bundles;
        private final CallMeter meter = new CallMeter();

        Metering(Set<Origin> bundles) {
            this.bundles = bundles;
        }

        void join(Entry entry) {
            if (entry.madeFromOneOf(bundles)) {
                entry.hold().meter = meter;
            }
        }

        @Override
        public Map<String, Calls> calls() {
            return meter.calls();
        }

        @Override
        public void close() {
            lock.with(() -> {
                open.remove(this);
                providers.all().forEach(this::leave);
            });
        }

        @SuppressWarnings("ReferenceEquality") // a later meter over the same bundles stays
        private void leave(Entry entry) {
            if (entry.hold().meter == meter) {
                entry.hold().meter = null;
                Meters.this.join(entry); // one that it stood before
            }
        }
    }
}
