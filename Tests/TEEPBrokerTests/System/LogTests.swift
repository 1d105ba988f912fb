import Foundation
import Logging
import Testing

@testable import TEEPBroker

/// Log lines in JSON.
@Suite struct LogTests {
  @Test("each line is one object, with the time, the level, the message and the metadata")
  func lines() throws {
    let lines = Current<[String]>([])
    var logger = Logger(label: "teep-broker") { label in
      JSONLogHandler(label: label) { lines.value += [$0] }
    }
    logger.logLevel = .info
    logger[metadataKey: "device"] = "gateway"
    logger.warning("two\nlines and a \"quote\"", metadata: ["uri": "http://a/"])
    logger.debug("not said")
    #expect(lines.value.count == 1)
    let line = try #require(lines.value.first)
    #expect(line.hasSuffix("}\n") && line.dropLast().allSatisfy { $0 != "\n" })
    let object = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: String])
    #expect(object["level"] == "warning")
    #expect(object["label"] == "teep-broker")
    #expect(object["message"] == "two\nlines and a \"quote\"")
    #expect(object["device"] == "gateway")
    #expect(object["uri"] == "http://a/")
    let time = try Date(
      object["time"] ?? "", strategy: .iso8601.year().month().day().time(includingFractionalSeconds: true))
    #expect(abs(time.timeIntervalSinceNow) < 3600)
  }
}
