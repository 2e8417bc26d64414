package dev.vireo.bench;

import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import dev.vireo.api.media.Box;
import dev.vireo.api.model.Colour;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A thing in a photograph with the names that a person gave its colour, before anything was measured of it.
 *
 * @param picture file name
 * @param box where [px]
 * @param colours each of which a person would accept
 */
record ColouredThing(String picture, Box box, Set<Colour> colours) {
    /**
     * Reads {@code picture,label,x,y,w,h,colours}, colours parted by {@code |}.
     *
     * @throws GroundTruth.Unreadable when it is not such a file
     */
    static List<ColouredThing> read(Path csv) throws IOException {
        List<ColouredThing> things = new ArrayList<>();
        try (MappingIterator<Map<String, String>> rows =
                new CsvMapper().readerForMapOf(String.class).with(CsvSchema.emptySchema().withHeader()).readValues(csv.toFile())) {
            while (rows.hasNext()) {
                Map<String, String> row = rows.next();
                things.add(new ColouredThing(row.get("picture"), new Box(number(row, "x"), number(row, "y"), number(row, "w"), number(row, "h")),
                        Arrays.stream(row.get("colours").split("\\|"))
                                .map(name -> Colour.valueOf(name.toUpperCase(Locale.ROOT)))
                                .collect(Collectors.toSet())));
            }
        } catch (RuntimeException e) {
            throw new GroundTruth.Unreadable(csv + ": needs the header picture,label,x,y,w,h,colours and names of colours, after "
                    + things.size() + " rows: " + e.getMessage());
        }
        return List.copyOf(things);
    }

    private static double number(Map<String, String> row, String column) {
        return Double.parseDouble(row.get(column));
    }
}
