package dev.vireo.catalog.sqlite.internal;

import dev.vireo.api.catalog.Site;
import dev.vireo.api.error.ErrorKind;
import dev.vireo.api.error.VireoException;
import java.time.DateTimeException;
import java.time.InstantSource;
import java.time.ZoneId;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** The site's zone from the settings, its time from the system. */
@Component(service = Site.class, configurationPid = "dev.vireo.site")
@Designate(ocd = ConfiguredSite.Config.class)
public final class ConfiguredSite implements Site {

    /** Settings of the site. */
    @ObjectClassDefinition(name = "Vireo site", description = "The place that the appliance watches")
    public @interface Config {
        @AttributeDefinition(
                name = "Time zone",
                description = "Zone of clock times in questions and in files that name none, e.g. Europe/Berlin; empty: the"
                        + " system's")
        String zone() default "";
    }

    private final ZoneId zone;

    @Activate
    public ConfiguredSite(Config config) {
        this(config.zone());
    }

    ConfiguredSite(String zone) {
        try {
            this.zone = zone == null || zone.isBlank() ? ZoneId.systemDefault() : ZoneId.of(zone.strip());
        } catch (DateTimeException e) {
            throw new VireoException(
                    ErrorKind.USER_INPUT,
                    "dev.vireo.site: zone '" + zone + "' is not known; use a name of the IANA time zone database, e.g."
                            + " Europe/Berlin or Asia/Shanghai, or an offset, e.g. +08:00",
                    e);
        }
    }

    @Override
    public ZoneId zone() {
        return zone;
    }

    @Override
    public InstantSource time() {
        return InstantSource.system();
    }
}
