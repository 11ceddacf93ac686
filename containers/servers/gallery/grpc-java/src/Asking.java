// Results that ask for input, and the same call again with the answers. States are sealed, so that none can be made up.
import com.google.mcp.*;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import io.grpc.Status;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

final class Asking {
  interface Act {
    CallToolResponse on(RequestFields common) throws Exception;
  }

  static final String PREFIX = "test_input_required_result_";
  static final byte[] KEY = new byte[32];
  static final InputRequest ROOTS =
      InputRequest.newBuilder().setListRootsRequest(ListRootsRequest.getDefaultInstance()).build();
  static final InputRequest NAME = form("What is your name?", "name");
  static final Map<String, Act> TOOLS = new LinkedHashMap<>();

  static {
    new SecureRandom().nextBytes(KEY);
    TOOLS.put("elicitation", common -> {
      String name = accepted(common, "user_name", "name");
      return name.isEmpty() ? demand(Map.of("user_name", NAME), "") : Tools.say("Hello, " + name + "!");
    });
    TOOLS.put("sampling", common -> {
      String answer = sampled(common, "capital");
      return answer.isEmpty()
          ? demand(Map.of("capital", sample("What is the capital of France?")), "")
          : Tools.say("Sampling result: " + answer);
    });
    TOOLS.put("list_roots", common -> {
      InputResponse given = response(common, "client_roots");
      if (!given.hasRootListResult()) return demand(Map.of("client_roots", ROOTS), "");
      String uris = given.getRootListResult().getRootsList().stream()
          .map(ListRootsResult.Root::getUri).collect(Collectors.joining(", "));
      return Tools.say(given.getRootListResult().getRootsCount() + " root(s): " + uris);
    });
    TOOLS.put("request_state", confirmed("state-ok: the state came back"));
    TOOLS.put("tampered_state", confirmed("integrity-ok: the state came back as it was"));
    TOOLS.put("multiple_inputs", common -> {
      String state = unseal(common);
      String name = accepted(common, "user_name", "name");
      String greeting = sampled(common, "greeting");
      InputResponse roots = response(common, "client_roots");
      if (state.isEmpty() || name.isEmpty() || greeting.isEmpty() || !roots.hasRootListResult()) {
        return demand(Map.of("user_name", NAME, "greeting", sample("Greet me"), "client_roots", ROOTS), "asked");
      }
      return Tools.say("Name: " + name + "; greeting: " + greeting);
    });
    TOOLS.put("multi_round", common -> {
      String state = unseal(common);
      boolean second = state.startsWith("name:");
      String name = second ? state.substring("name:".length()) : accepted(common, "step1", "name");
      if (state.isEmpty() || name.isEmpty()) {
        return demand(Map.of("step1", form("Step 1: what is your name?", "name")), "first");
      }
      String color = accepted(common, "step2", "color");
      if (!second || color.isEmpty()) {
        return demand(Map.of("step2", form("Step 2: what is your favourite colour?", "color")), "name:" + name);
      }
      return Tools.say(name + " likes " + color + ".");
    });
    // Demands what this client says it can give: MCP has that in the metadata of each request.
    TOOLS.put("capabilities", common -> {
      if (common.getInputResponsesCount() > 0) return Tools.say("capabilities-ok");
      Struct declared = common.getMetadata()
          .getFieldsOrDefault("io.modelcontextprotocol/clientCapabilities", Value.getDefaultInstance())
          .getStructValue();
      Map<String, InputRequest> possible =
          new LinkedHashMap<>(Map.of("elicitation", NAME, "sampling", sample("Say something"), "roots", ROOTS));
      possible.keySet().removeIf(name -> !declared.containsFields(name));
      return possible.isEmpty() ? Tools.say("This client can give nothing.") : demand(possible, "");
    });
  }

  static Act confirmed(String done) {
    return common -> {
      String state = unseal(common);
      return state.isEmpty() || accepted(common, "confirm", "ok").isEmpty()
          ? demand(Map.of("confirm", form("Please confirm", "ok")), "asked")
          : Tools.say(done);
    };
  }

  static String seal(String state) throws Exception {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(KEY, "HmacSHA256"));
    return HexFormat.of().formatHex(mac.doFinal(state.getBytes(StandardCharsets.UTF_8))) + "." + state;
  }

  /** The state that came back, or nothing where none did. One that was altered is refused. */
  static String unseal(RequestFields common) throws Exception {
    if (!common.hasRequestState()) return "";
    String given = common.getRequestState();
    String state = given.substring(given.indexOf('.') + 1);
    if (!MessageDigest.isEqual(given.getBytes(StandardCharsets.UTF_8), seal(state).getBytes(StandardCharsets.UTF_8))) {
      throw Main.refused(Status.INVALID_ARGUMENT, "The request state is not one that this server gave out.");
    }
    return state;
  }

  static InputRequest form(String message, String field) {
    PrimitiveSchemaDefinition schema = PrimitiveSchemaDefinition.newBuilder()
        .setStringSchema(PrimitiveSchemaDefinition.StringSchema.newBuilder().setTitle(field)).build();
    return InputRequest.newBuilder().setElicitRequest(ElicitRequest.newBuilder()
        .setMessage(message).putRequestedSchema(field, schema).addRequiredFields(field)).build();
  }

  static InputRequest sample(String question) {
    return InputRequest.newBuilder().setSamplingCreateMessage(SamplingCreateMessageRequest.newBuilder()
        .addMessages(SamplingMessage.newBuilder().setRole(Role.ROLE_USER).setText(Tools.text(question)))
        .setMaxTokens(100)).build();
  }

  static ResponseFields ask(Map<String, InputRequest> requests, String state) throws Exception {
    ResponseFields.Builder fields = ResponseFields.newBuilder()
        .setResultType(ResultType.RESULT_TYPE_INPUT_REQUIRED).putAllInputRequests(requests);
    if (!state.isEmpty()) fields.setRequestState(seal(state));
    return fields.build();
  }

  static CallToolResponse demand(Map<String, InputRequest> requests, String state) throws Exception {
    return CallToolResponse.newBuilder().setCommon(ask(requests, state)).build();
  }

  static InputResponse response(RequestFields common, String key) {
    return common.getInputResponsesOrDefault(key, InputResponse.getDefaultInstance());
  }

  /** The field of an accepted form, or nothing: a client may answer with anything. */
  static String accepted(RequestFields common, String key, String field) {
    ElicitResult result = response(common, key).getElicitResult();
    if (result.getType() != ElicitResult.Type.TYPE_ACCEPT) return "";
    return result.getContent().getFieldsOrDefault(field, Value.getDefaultInstance()).getStringValue();
  }

  static String sampled(RequestFields common, String key) {
    return response(common, key).getSamplingCreateMessageResult().getMessage().getText().getText();
  }

  private Asking() {}
}
