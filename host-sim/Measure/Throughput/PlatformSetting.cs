// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Measure.Throughput;

/// <summary>How the platform of a measurement is.</summary>
/// <param name="TickMilliseconds">The step of its clock.</param>
/// <param name="OpNanoseconds">The time of an IL instruction.</param>
/// <param name="TransactionNanoseconds">The cost of an SPI transaction besides its bytes and its IL.</param>
/// <param name="IsBlocking">Whether the firmware blocks after each poll until INT falls, as it did before it polled while frames come and go.</param>
internal sealed record PlatformSetting(int TickMilliseconds, long OpNanoseconds, long TransactionNanoseconds, bool IsBlocking);
