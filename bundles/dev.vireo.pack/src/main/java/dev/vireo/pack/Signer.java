package dev.vireo.pack;

import java.util.Optional;

/**
 * Who answers for a package.
 *
 * @param key id of the publisher's key; empty when the package is not signed and developer mode took it
 * @param root id of the root key that delegated it
 * @param publisher name, for people
 */
public record Signer(Optional<String> key, Optional<String> root, String publisher) {
    static final Signer DEVELOPER = new Signer(Optional.empty(), Optional.empty(), "nobody (developer mode)");

    /** Whether nobody signed. */
    public boolean developer() {
        return key.isEmpty();
    }
}
