package dev.headrace.codec.json;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.spec.run.Value;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ValuesTest {
    private static final ValueReader NEARBY = new ValueReader(_ -> Optional.empty());

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    null | null
                    {"b":1,"a":[true,"x",0.5]} | {"b":1,"a":[true,"x",0.5]}
                    {"$":"tuple","v":[1,{"$":"tuple","v":[]}]} | [1,[]]
                    {"$":"set","v":[1,2]} | [1,2]
                    {"$":"frozenset","v":["a"]} | ["a"]
                    {"$":"map","v":[[1,"a"],[null,"b"],["k","c"]]} | {"1":"a","null":"b","k":"c"}
                    {"$":"map","v":[[{"$":"tuple","v":[1,2]},3]]} | {"[1,2]":3}
                    {"$":"map","v":[[1,"a"],["1","b"]]} | [[1,"a"],["1","b"]]
                    {"$":"float","v":"nan"} | "NaN"
                    {"$":"float","v":"inf"} | "Infinity"
                    {"$":"float","v":"-inf"} | "-Infinity"
                    {"$":"float","v":"-0"} | -0.0
                    {"$":"float","v":"1.0"} | 1.0
                    {"$":"float","v":"1e16"} | 1e16
                    {"$":"int","v":"123456789012345678901"} | 123456789012345678901
                    {"$":"int","v":"-9007199254740993"} | -9007199254740993
                    {"$":"bytes","v":"aGVsbG8="} | {"type":"bytes","size":5}
                    {"$":"bytes","v":""} | {"type":"bytes","size":0}
                    {"$":"numpy","dtype":"float64","v":0.25} | 0.25
                    {"$":"numpy","dtype":"float32","v":1.0} | 1.0
                    {"$":"numpy","dtype":"int64","v":7} | 7
                    {"$":"numpy","dtype":"bool","v":1} | true
                    {"$":"numpy","dtype":"bool","v":0} | false
                    {"$":"numpy","dtype":"uint64","v":"//////////8="} | 18446744073709551615
                    {"$":"numpy","dtype":"int64","v":"AAAAAAAAAIA="} | -9223372036854775808
                    {"$":"numpy","dtype":"float64","v":"AAAAAAAA+H8="} | "NaN"
                    {"$":"numpy","dtype":"float16","v":"APw="} | "-Infinity"
                    {"$":"numpy","dtype":"complex128","v":"AAAAAAAA8D8AAAAAAAAAwA=="} | "(1-2j)"
                    {"$":"numpy","dtype":"<M8[ns]","v":"AAAAAAAAAAA="} | {"type":"numpy.<M8[ns]"}
                    {"$":"numpy","dtype":"float64","v":"!"} | {"type":"numpy.float64"}
                    {"$":"pickle","type":"train.Model","v":"gAU=","preview":"Model()"} | {"type":"train.Model","preview":"Model()"}
                    {"$":"stored","type":"dict","encoding":"json","size":9,"digest":"sha256:00","preview":"{}"} | {"type":"dict","preview":"{}","size":9,"digest":"sha256:00"}
                    {"$":"ref","task":"train[3]"} | {"from":"train[3]"}
                    {"$":"later","v":1} | {"type":"later"}
                    """)
    void people_see_plain_json(String value, String shown) {
        assertThat(Values.display(new Value(value))).isEqualTo(shown);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    [ 1, 1.0, 1e2, 0.10 ] | [1,{"$":"float","v":"1.0"},{"$":"float","v":"100.0"},0.10]
                    -0.0 | {"$":"float","v":"-0"}
                    -0 | 0
                    1e30 | {"$":"float","v":"1e+30"}
                    1e999 | {"$":"float","v":"inf"}
                    9007199254740993 | {"$":"int","v":"9007199254740993"}
                    {"$":"pickle","v":"gAU="} | {"$":"map","v":[["$","pickle"],["v","gAU="]]}
                    {"a":{"$":[1.0]}} | {"a":{"$":"map","v":[["$",[{"$":"float","v":"1.0"}]]]}}
                    """)
    void what_users_write_means_itself(String data, String value) {
        assertThat(Values.of(Json.read(data)).json()).isEqualTo(value);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    {"a": 1, "b": 2.50} | {"a":1,"b":2.5}
                    {"b": 1, "a": 2} | {"$":"map","v":[["b",1],["a",2]]}
                    {"$":"map","v":[["a",1],["b",2]]} | {"a":1,"b":2}
                    {"$":"map","v":[["b",1],["a",{"d":1,"c":2}]]} | {"$":"map","v":[["b",1],["a",{"$":"map","v":[["d",1],["c",2]]}]]}
                    {"$":"map","v":[["$",1]]} | {"$":"map","v":[["$",1]]}
                    {"v":[1.0], "$":"tuple"} | {"$":"tuple","v":[{"$":"float","v":"1.0"}]}
                    {"$":"numpy","dtype":"float64","v":1.0} | {"$":"numpy","dtype":"float64","v":1}
                    """)
    void all_spellings_of_a_value_have_one_canonical_text(String value, String canonical) {
        Value once = Values.canonical(new Value(value));
        assertThat(once.json()).isEqualTo(canonical);
        assertThat(Values.canonical(once)).isEqualTo(once);
        assertThat(Json.read(Values.display(once)).canonical())
                .isEqualTo(Json.read(Values.display(new Value(value))).canonical());
    }

    @Test
    void lists_and_tuples_have_items() {
        assertThat(NEARBY.items(new Value("[1,{\"$\":\"float\",\"v\":\"1.0\"}]")))
                .contains(List.of(new Value("1"), new Value("{\"$\":\"float\",\"v\":\"1.0\"}")));
        assertThat(NEARBY.items(new Value("{\"$\":\"tuple\",\"v\":[\"a\"]}")))
                .contains(List.of(new Value("\"a\"")));
        assertThat(NEARBY.items(new Value("[]"))).contains(List.of());
        assertThat(NEARBY.items(new Value("{\"a\":1}"))).isEmpty();
        assertThat(NEARBY.items(new Value("{\"$\":\"stored\",\"type\":\"list\"}"))).isEmpty();
        assertThat(NEARBY.items(new Value("\"ab\""))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    {"a":{"b":[1,2]}} | a.b.1 | 2
                    {"a":{"b":[1,2]}} | a.b.2 | none
                    {"a":{"b":[1,2]}} | a.b.-1 | none
                    {"a":{"b":[1,2]}} | a.c | none
                    {"$":"map","v":[[1,"x"],["$","y"]]} | 1 | "x"
                    {"$":"map","v":[[1,"x"],["$","y"]]} | $ | "y"
                    {"$":"tuple","v":[[5]]} | 0.0 | 5
                    {"$":"stored","type":"dict"} | type | none
                    7 | a | none
                    """)
    void fields_lead_into_a_value(String value, String fields, String found) {
        assertThat(Values.field(new Value(value), List.of(fields.split("\\."))))
                .isEqualTo(found.equals("none") ? Optional.empty() : Optional.of(new Value(found)));
    }

    @Test
    void a_text_goes_into_the_environment_as_it_is() {
        assertThat(Values.plainText(new Value("\"a b\""))).isEqualTo("a b");
        assertThat(Values.plainText(new Value("[1,\"a\"]"))).isEqualTo("[1,\"a\"]");
    }
}
