package dev.vireo.testkit;

import dev.vireo.api.deploy.PackageVersion;
import dev.vireo.api.deploy.TrustState;
import dev.vireo.api.deploy.TrustStore;
import dev.vireo.api.error.ErrorKind;
import dev.vireo.api.error.VireoException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Trust that lasts as long as the process. */
public final class MemoryTrust implements TrustStore {
    private record Numbered(long number, String statement) {}

    private String root = "";
    private String statement = "";
    private final Map<String, String> delegations = new LinkedHashMap<>();
    private final Map<String, Numbered> lists = new HashMap<>();
    private final Map<String, TrustState.Floor> floors = new HashMap<>();
    private Instant latest = Instant.EPOCH;
    private boolean developer;

    @Override
    public synchronized TrustState state() {
        Optional<Numbered> list = Optional.ofNullable(lists.get(root));
        return new TrustState(root.isEmpty() ? Optional.empty() : Optional.of(statement), new ArrayList<>(delegations.values()),
                list.map(Numbered::statement), list.map(Numbered::number).orElse(0L), floors, latest, developer);
    }

    @Override
    public synchronized void trustRoot(String newRoot, String newStatement) {
        if (!newRoot.equals(root)) {
            delegations.clear();
            root = newRoot;
            statement = newStatement;
        }
    }

    @Override
    public synchronized void addDelegation(String keyId, String newStatement) {
        delegations.remove(keyId);
        delegations.put(keyId, newStatement);
    }

    @Override
    public synchronized void revoke(String ofRoot, long number, String newStatement) {
        long before = lists.containsKey(ofRoot) ? lists.get(ofRoot).number() : 0;
        if (number <= before) {
            throw new VireoException(ErrorKind.USER_INPUT, "the revocation list has number " + number + "; list " + before
                    + " is in force, and only a higher one takes its place");
        }
        lists.put(ofRoot, new Numbered(number, newStatement));
    }

    @Override
    public synchronized void raiseFloor(String name, PackageVersion version, String manifestSha256) {
        TrustState.Floor before = floors.get(name);
        if (before == null || before.version().compareTo(version) < 0) {
            floors.put(name, new TrustState.Floor(version, manifestSha256));
        }
    }

    @Override
    public synchronized Instant see(Instant now) {
        latest = now.isAfter(latest) ? now : latest;
        return latest;
    }

    @Override
    public synchronized void correctTime(Instant now) {
        latest = now;
    }

    @Override
    public synchronized void developerMode(boolean on) {
        developer = on;
    }
}
