#if !hasFeature(Embedded)
  extension BrokerLink {
    /// The broker's timers, in the milliseconds of the clock that the link is driven by, and its limits. The
    /// defaults suit 115,200 baud and a Cortex-M0.
    public struct Configuration: Equatable, Sendable {
      /// After how long a request that the agent answers at once is repeated. Longer than a full frame and its
      /// answer take on the line and a page erase between them. Doubles with each repetition.
      public var retransmissionInterval: UInt64 = 300
      /// Where the doubling stops.
      public var maximumRetransmissionInterval: UInt64 = 1_000
      /// After how many repetitions that nothing answers the agent counts as silent. On a line where every other
      /// frame is lost, 40 in a row are, once in 10^12 times.
      public var maximumRetransmissions = 40
      /// After how long a poll is repeated while the agent works on a call. Doubles with each repetition.
      public var pollInterval: UInt64 = 100
      /// Where that doubling stops, for frames that bring no payload. With these defaults all polls of a tolerated
      /// silence fit into the 255 bytes that an agent's port holds while nobody reads it.
      public var maximumPollInterval: UInt64 = 5_000
      /// How long the agent may work without a word.
      public var toleratedSilence: UInt64 = 60_000
      /// The longest frame on the line in bytes, 32 to 255; the agent may announce less.
      public var largestFrame = FrameBuffer.largestFrame
      /// The longest answer (TAM URI and message) in bytes that is taken from an agent.
      public var maximumAnswer = 65_536

      /// The defaults.
      public init() {}

      /// These timers, each multiplied by `factor`.
      public func scaled(by factor: Double) -> Self {
        var scaled = self
        for path in [
          \Self.retransmissionInterval, \.maximumRetransmissionInterval, \.pollInterval,
          \.maximumPollInterval, \.toleratedSilence,
        ] {
          scaled[keyPath: path] = max(1, UInt64(Double(self[keyPath: path]) * factor))
        }
        return scaled
      }
    }
  }
#endif
