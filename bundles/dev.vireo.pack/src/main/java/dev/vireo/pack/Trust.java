package dev.vireo.pack;

import dev.vireo.api.deploy.TrustState;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Trust in the form that packages are checked with.
 *
 * @param root whom everything is trusted for; without one only developer mode takes anything
 * @param delegations by key id, for packages that do not carry their own
 * @param floors by package name
 * @param clock what the clock says
 * @param now the later of the clock and the latest time that was ever seen: a clock that was set back revives nothing
 * @param developerMode whether unsigned packages are taken
 */
public record Trust(
        Optional<RootKey> root,
        Map<String, Delegation> delegations,
        Optional<Revocations> revocations,
        Map<String, TrustState.Floor> floors,
        Instant clock,
        Instant now,
        boolean developerMode) {
    public Trust {
        delegations = Map.copyOf(delegations);
        floors = Map.copyOf(floors);
    }

    /** @param clock what the clock says now */
    public static Trust of(TrustState state, Instant clock) {
        Map<String, Delegation> delegations = new LinkedHashMap<>();
        for (String text : state.delegations()) {
            Delegation delegation = Delegation.read("a stored delegation", bytes(text));
            delegations.put(delegation.terms().key().id(), delegation);
        }
        return new Trust(
                state.root().map(r -> RootKey.read("the stored root key", bytes(r))),
                delegations,
                state.revocations().map(r -> Revocations.read("the stored revocation list", bytes(r))),
                state.floors(),
                clock,
                clock.isAfter(state.latestSeen()) ? clock : state.latestSeen(),
                state.developerMode());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** The time that validity is judged by, for people. */
    String timeShown() {
        return now.equals(clock) ? "it is " + now : "the clock says " + clock + ", but this appliance has seen " + now
                + " (if the clock was wrong then: vireo keys clock)";
    }
}
