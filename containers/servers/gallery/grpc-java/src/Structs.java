// Structs from plain maps and lists, and the octets that the fixtures hold.
import com.google.protobuf.ByteString;
import com.google.protobuf.ListValue;
import com.google.protobuf.NullValue;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import java.util.Base64;
import java.util.List;
import java.util.Map;

final class Structs {
  // A red pixel (PNG) and one frame of silence (WAV). The proto has bytes, so octets they are.
  static final String PNG_TEXT =
      "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8DwHwAFBQIAX8jx0gAAAABJRU5ErkJggg==";
  static final ByteString PNG = ByteString.copyFrom(Base64.getDecoder().decode(PNG_TEXT));
  static final ByteString WAV = ByteString.copyFrom(
      Base64.getDecoder().decode("UklGRiYAAABXQVZFZm10IBAAAAABAAEAQB8AAAB9AAACABAAZGF0YQIAAAA="));

  static Struct struct(Map<String, ?> map) {
    Struct.Builder made = Struct.newBuilder();
    map.forEach((key, item) -> made.putFields(key, value(item)));
    return made.build();
  }

  @SuppressWarnings("unchecked")
  static Value value(Object plain) {
    Value.Builder made = Value.newBuilder();
    if (plain instanceof Map) made.setStructValue(struct((Map<String, ?>) plain));
    else if (plain instanceof List<?> list) {
      ListValue.Builder items = ListValue.newBuilder();
      list.forEach(item -> items.addValues(value(item)));
      made.setListValue(items);
    } else if (plain instanceof Number number) made.setNumberValue(number.doubleValue());
    else if (plain instanceof Boolean flag) made.setBoolValue(flag);
    else if (plain instanceof String text) made.setStringValue(text);
    else made.setNullValue(NullValue.NULL_VALUE);
    return made.build();
  }

  private Structs() {}
}
