package dev.vireo.catalog.sqlite.internal;

import dev.vireo.api.catalog.NewZone;
import dev.vireo.api.catalog.Polygon;
import dev.vireo.api.catalog.Zone;
import dev.vireo.api.catalog.Zones;
import dev.vireo.api.error.ErrorKind;
import dev.vireo.api.error.VireoException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** Zones in the catalogue's database. */
@Component(service = Zones.class)
public final class SqliteZones implements Zones {
    private static final int LONGEST_NAME = 60;
    private static final int LONGEST_SOURCE = 4096;

    private final Database database;

    @Activate
    public SqliteZones(@Reference(policyOption = ReferencePolicyOption.GREEDY) Database database) {
        this.database = database;
    }

    @Override
    public Zone add(NewZone zone) {
        String name = line("name", zone.name(), LONGEST_NAME);
        String source = line("source", zone.source(), LONGEST_SOURCE);
        String domain = line("domain", zone.domain(), LONGEST_SOURCE);
        String corners = zone.polygon().corners().stream().map(c -> c.x() + " " + c.y()).collect(Collectors.joining(" "));
        return database.write(h -> {
            Optional<Long> there = h.createQuery("SELECT id FROM zone WHERE domain = ? AND source = ? AND folded = ?")
                    .bind(0, domain)
                    .bind(1, source)
                    .bind(2, folded(name))
                    .mapTo(Long.class)
                    .findOne();
            if (there.isPresent()) {
                throw new VireoException(ErrorKind.USER_INPUT, "the source " + source + " has a zone \"" + name + "\" already, z"
                        + there.get() + "; delete it first or choose another name");
            }
            long id = h.createUpdate("INSERT INTO zone (domain, source, name, folded, corners) VALUES (?, ?, ?, ?, ?)")
                    .bind(0, domain)
                    .bind(1, source)
                    .bind(2, name)
                    .bind(3, folded(name))
                    .bind(4, corners)
                    .executeAndReturnGeneratedKeys("id")
                    .mapTo(Long.class)
                    .one();
            return new Zone(id, domain, source, name, zone.polygon());
        });
    }

    private static String line(String what, String text, int longest) {
        String line = text == null ? "" : text.strip();
        if (line.isEmpty() || line.length() > longest || line.codePoints().anyMatch(Character::isISOControl)) {
            throw new VireoException(ErrorKind.USER_INPUT, "the " + what + " of a zone has " + line.length()
                    + " characters; it needs 1 to " + longest + " on one line");
        }
        return line;
    }

    private static String folded(String name) {
        return Normalizer.normalize(name, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
    }

    @Override
    public List<Zone> zones(Optional<String> domain) {
        return database.read(h -> h.createQuery("SELECT * FROM zone WHERE domain = coalesce(?, domain) ORDER BY source, folded, id")
                .bind(0, domain.orElse(null))
                .map((rs, context) -> zone(rs))
                .list());
    }

    private static Zone zone(ResultSet rs) throws SQLException {
        String[] numbers = rs.getString("corners").split(" ");
        List<Polygon.Corner> corners = new ArrayList<>();
        for (int i = 0; i + 1 < numbers.length; i += 2) {
            corners.add(new Polygon.Corner(Double.parseDouble(numbers[i]), Double.parseDouble(numbers[i + 1])));
        }
        return new Zone(rs.getLong("id"), rs.getString("domain"), rs.getString("source"), rs.getString("name"), new Polygon(corners));
    }

    @Override
    public void delete(long id) {
        int gone = database.write(h -> h.createUpdate("DELETE FROM zone WHERE id = ?").bind(0, id).execute());
        if (gone == 0) {
            throw new VireoException(ErrorKind.NOT_FOUND, "there is no zone z" + id);
        }
    }
}
