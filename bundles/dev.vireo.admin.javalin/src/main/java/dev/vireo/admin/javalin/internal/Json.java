package dev.vireo.admin.javalin.internal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.vireo.api.error.ErrorKind;
import dev.vireo.api.error.VireoException;
import io.javalin.http.Context;
import java.io.IOException;

/** JSON on the wire: snake case, nulls written, unknown fields refused. */
final class Json {
    static final String CONTENT_TYPE = "application/json";

    private final ObjectMapper mapper;

    /** @param maxStringBytes longest string of a request, e.g. a picture in base64 */
    Json(int maxStringBytes) {
        JsonFactory factory = JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxStringLength(maxStringBytes)
                        .maxNestingDepth(32)
                        .build())
                .build();
        mapper = JsonMapper.builder(factory)
                .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .build();
    }

    void write(Context ctx, Object value) {
        ctx.result(bytes(value)).contentType(CONTENT_TYPE);
    }

    byte[] bytes(Object value) {
        try {
            return mapper.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new VireoException(ErrorKind.INTERNAL, "cannot write " + value.getClass().getSimpleName(), e);
        }
    }

    <T> T read(byte[] body, Class<T> type) {
        T value;
        try {
            value = mapper.readValue(body, type);
        } catch (UnrecognizedPropertyException e) {
            throw new VireoException(
                    ErrorKind.USER_INPUT,
                    "the request has a field \"" + e.getPropertyName() + "\"; known fields are "
                            + e.getKnownPropertyIds().stream().map(Object::toString).sorted().toList(),
                    e);
        } catch (JsonProcessingException e) {
            String where = e.getLocation() == null
                    ? ""
                    : " at line " + e.getLocation().getLineNr() + ", column " + e.getLocation().getColumnNr();
            throw new VireoException(
                    ErrorKind.USER_INPUT,
                    "the request body is not the JSON expected" + where + ": " + e.getOriginalMessage(),
                    e);
        } catch (IOException e) {
            throw new VireoException( // the bytes are in memory: they are no text
                    ErrorKind.USER_INPUT, "the request body is not JSON in UTF-8: " + e.getMessage(), e);
        }
        if (value == null) {
            throw new VireoException(ErrorKind.USER_INPUT, "the request body is null; send a JSON object");
        }
        return value;
    }
}
