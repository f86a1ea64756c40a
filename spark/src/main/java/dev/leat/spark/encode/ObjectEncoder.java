package dev.leat.spark.encode;

import dev.leat.spark.option.Nulls;
import java.util.List;
import org.apache.spark.sql.catalyst.expressions.SpecializedGetters;

/** Writes a row, or a struct, as an object. */
record ObjectEncoder(List<Member> members, Nulls nulls) {

    /** A column that becomes a member of the object. */
    record Member(String name, int place, ValueEncoder encoder) {}

    ObjectEncoder {
        members = List.copyOf(members);
    }

    void encode(SpecializedGetters row, Writing writing) {
        writing.json().writeStartObject();
        for (Member member : members) {
            if (!row.isNullAt(member.place)) {
                writing.json().writeName(member.name);
                member.encoder.encode(row, member.place, writing);
            } else if (nulls == Nulls.WRITE) {
                writing.json().writeNullProperty(member.name);
            }
        }
        writing.json().writeEndObject();
    }
}
