package dev.vireo.admin.javalin.internal;

import io.javalin.security.RouteRole;

/** Who may use a route; a later role may do all that an earlier one may. */
enum Access implements RouteRole {
    /** Anyone who can reach the port, without a token. */
    PUBLIC,
    VIEWER,
    ANALYST,
    ADMINISTRATOR;

    boolean allows(Access required) {
        return compareTo(required) >= 0;
    }
}
