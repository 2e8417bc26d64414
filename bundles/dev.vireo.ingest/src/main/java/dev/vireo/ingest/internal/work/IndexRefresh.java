package dev.vireo.ingest.internal.work;

import dev.vireo.api.broker.Broker;
import dev.vireo.api.broker.Lease;
import dev.vireo.api.encode.Space;
import dev.vireo.api.error.VireoException;
import dev.vireo.api.index.VectorIndex;
import dev.vireo.ingest.internal.model.Models;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Makes committed vectors findable: at once at the end of a job, else every few seconds. Used by one thread, but for {@link #now}. */
public final class IndexRefresh {
    private static final Logger LOG = System.getLogger(IndexRefresh.class.getName());
    private static final long REFRESH_MS = 2_000;

    private final Broker broker;
    private final Set<Space> stale = new HashSet<>();
    private long refreshedNanos = System.nanoTime();

    public IndexRefresh(Broker broker) {
        this.broker = broker;
    }

    /** Vectors of this space were committed. */
    public void stale(Space space) {
        stale.add(space);
    }

    /** Refreshes what is stale when it is due. */
    public void whenDue() {
        if (System.nanoTime() - refreshedNanos >= TimeUnit.MILLISECONDS.toNanos(REFRESH_MS)) {
            refresh(false);
        }
    }

    /** Refreshes what is stale; what an absent index missed it reads from the catalogue when it comes. */
    public void atEnd() {
        refresh(true);
    }

    private void refresh(boolean forget) {
        if (stale.isEmpty()) {
            return;
        }
        try {
            now(new ArrayList<>(stale));
            stale.clear();
        } catch (VireoException e) {
            // The vectors are in the catalogue; an index that comes later reads them there.
            LOG.log(Level.INFO, "index not refreshed: " + e.getMessage());
            if (forget) {
                stale.clear();
            }
        }
        refreshedNanos = System.nanoTime();
    }

    /** Refreshes these spaces. Any thread. */
    public void now(List<Space> spaces) {
        try (Lease<VectorIndex> index = broker.lease(VectorIndex.class)) {
            for (Space space : spaces) {
                index.service().refresh(space);
            }
        }
    }

    /** Refreshes all spaces that are kept, after something was removed. Any thread. */
    public void all(Models models) {
        try {
            now(models.spaces());
        } catch (VireoException e) {
            LOG.log(Level.INFO, "index not refreshed after a removal: " + e.getMessage());
        }
    }
}
