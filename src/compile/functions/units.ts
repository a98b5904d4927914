import { literal, type SqlExpression, sql } from '../../sql/tree.ts'
import type { ScalarRow } from '../row.ts'
import { type Arguments, scalar } from './define.ts'

/** How much of the first unit of a table a unit is: exact where it is defined by others, else as measured. */
type Units = Readonly<Record<string, number>>

const inch = 0.0254
const foot = 0.3048
const pound = 0.453_592_37
const gravity = 9.806_65
const minute = 60
const hour = 3600

const angle: Units = {
  Radian: 1,
  Degree: Math.PI / 180,
  Arcminute: Math.PI / 10_800,
  Arcsecond: Math.PI / 648_000,
  Gradian: Math.PI / 200,
  Revolution: 2 * Math.PI,
  NatoMil: (2 * Math.PI) / 6400,
  Deciradian: 0.1,
  Centiradian: 0.01,
  Milliradian: 1e-3,
  Microradian: 1e-6,
  Nanoradian: 1e-9,
  Millidegree: Math.PI / 180e3,
  Microdegree: Math.PI / 180e6,
  Nanodegree: Math.PI / 180e9,
}

const length: Units = {
  Meter: 1,
  Angstrom: 1e-10,
  Nanometer: 1e-9,
  Micrometer: 1e-6,
  Millimeter: 1e-3,
  Centimeter: 0.01,
  Decimeter: 0.1,
  Decameter: 10,
  Hectometer: 100,
  Kilometer: 1000,
  NauticalMile: 1852,
  Inch: inch,
  Microinch: inch * 1e-6,
  Mil: inch / 1000,
  Twip: inch / 1440,
  Hand: inch * 4,
  Foot: foot,
  Yard: foot * 3,
  Fathom: foot * 6,
  Chain: foot * 66,
  Shackle: foot * 90,
  UsSurveyFoot: 1200 / 3937,
  DataMile: foot * 6000,
}

const mass: Units = {
  Gram: 1,
  Nanogram: 1e-9,
  Microgram: 1e-6,
  Milligram: 1e-3,
  Centigram: 0.01,
  Decigram: 0.1,
  Decagram: 10,
  Hectogram: 100,
  Kilogram: 1000,
  Tonne: 1e6,
  Kilotonne: 1e9,
  Megatonne: 1e12,
  Pound: pound * 1000,
  Kilopound: pound * 1e6,
  Megapound: pound * 1e9,
  Ounce: (pound * 1000) / 16,
  Grain: pound / 7,
  Stone: pound * 14_000,
  ShortHundredweight: pound * 100_000,
  LongHundredweight: pound * 112_000,
  ShortTon: pound * 2_000_000,
  LongTon: pound * 2_240_000,
  Slug: (pound * 1000 * gravity) / foot,
}

const force: Units = {
  Newton: 1,
  Micronewton: 1e-6,
  Millinewton: 1e-3,
  Decanewton: 10,
  Kilonewton: 1000,
  Meganewton: 1e6,
  Dyn: 1e-5,
  KiloPond: gravity,
  KilogramForce: gravity,
  TonneForce: gravity * 1000,
  PoundForce: pound * gravity,
  KilopoundForce: pound * gravity * 1000,
  OunceForce: (pound * gravity) / 16,
  ShortTonForce: pound * gravity * 2000,
  Poundal: pound * foot,
}

// The British thermal unit as the vendor reckons it.
const thermalUnit = 1055.055_852_62

const energy: Units = {
  Joule: 1,
  Millijoule: 1e-3,
  Kilojoule: 1e3,
  Megajoule: 1e6,
  Gigajoule: 1e9,
  Erg: 1e-7,
  Calorie: 4.184,
  Kilocalorie: 4184,
  Megacalorie: 4.184e6,
  FootPound: pound * gravity * foot,
  WattHour: hour,
  KilowattHour: hour * 1e3,
  MegawattHour: hour * 1e6,
  GigawattHour: hour * 1e9,
  TerawattHour: hour * 1e12,
  WattDay: hour * 24,
  KilowattDay: hour * 24e3,
  MegawattDay: hour * 24e6,
  GigawattDay: hour * 24e9,
  TerawattDay: hour * 24e12,
  BritishThermalUnit: thermalUnit,
  KilobritishThermalUnit: thermalUnit * 1e3,
  MegabritishThermalUnit: thermalUnit * 1e6,
  GigabritishThermalUnit: thermalUnit * 1e9,
}

const perTime = (name: string, meters: number): [string, number][] => [
  [`${name}PerSecond`, meters],
  [`${name}PerMinute`, meters / minute],
  [`${name}PerHour`, meters / hour],
]

const speed: Units = Object.fromEntries([
  ...perTime('Meter', 1),
  ...perTime('Nanometer', 1e-9),
  ...perTime('Micrometer', 1e-6),
  ...perTime('Millimeter', 1e-3),
  ...perTime('Centimeter', 0.01),
  ...perTime('Decimeter', 0.1),
  ...perTime('Kilometer', 1000),
  ...perTime('Inch', inch),
  ...perTime('Foot', foot),
  ...perTime('Yard', foot * 3),
  ...perTime('UsSurveyFoot', 1200 / 3937),
  ['Knot', 1852 / hour],
])

const usGallon = 231 * inch ** 3
const imperialGallon = 4.546_09e-3

const volume: Units = {
  CubicMeter: 1,
  CubicMicrometer: 1e-18,
  CubicMillimeter: 1e-9,
  CubicCentimeter: 1e-6,
  CubicDecimeter: 1e-3,
  CubicHectometer: 1e6,
  CubicKilometer: 1e9,
  HectocubicMeter: 100,
  KilocubicMeter: 1000,
  Microliter: 1e-9,
  Milliliter: 1e-6,
  Centiliter: 1e-5,
  Deciliter: 1e-4,
  Liter: 1e-3,
  Decaliter: 0.01,
  Hectoliter: 0.1,
  Kiloliter: 1,
  Megaliter: 1000,
  CubicInch: inch ** 3,
  CubicFoot: foot ** 3,
  CubicYard: (foot * 3) ** 3,
  HectocubicFoot: foot ** 3 * 100,
  KilocubicFoot: foot ** 3 * 1000,
  MegacubicFoot: foot ** 3 * 1e6,
  BoardFoot: foot ** 3 / 12,
  UsGallon: usGallon,
  UsQuart: usGallon / 4,
  UsPint: usGallon / 8,
  UsCustomaryCup: usGallon / 16,
  UsOunce: usGallon / 128,
  UsTablespoon: usGallon / 256,
  UsTeaspoon: usGallon / 768,
  OilBarrel: usGallon * 42,
  ImperialGallon: imperialGallon,
  ImperialPint: imperialGallon / 8,
  ImperialOunce: imperialGallon / 160,
  // The vendor's factor, rounded: 1233.4819 m³ are 1 acre-foot.
  AcreFoot: 1 / 0.000_810_714,
}

/** Kelvin = factor · degrees + offset. */
const temperature: Readonly<Record<string, readonly [factor: number, offset: number]>> = {
  Kelvin: [1, 0],
  DegreeCelsius: [1, 273.15],
  MillidegreeCelsius: [1e-3, 273.15],
  DegreeFahrenheit: [5 / 9, (459.67 * 5) / 9],
  DegreeRankine: [5 / 9, 0],
  DegreeDelisle: [-2 / 3, 373.15],
  DegreeNewton: [100 / 33, 273.15],
  DegreeReaumur: [5 / 4, 273.15],
  DegreeRoemer: [40 / 21, 273.15 - (7.5 * 40) / 21],
  // The effective temperature of the sun.
  SolarTemperature: [5778, 0],
}

/** What stands in a table of units under a constant name, in any case. */
function unitOf<Unit>(units: Readonly<Record<string, Unit>>, args: Arguments, index: number): Unit {
  const name = args.constantText(index, 'The unit')
  const known = Object.keys(units).find((unit) => unit.toLowerCase() === name.toLowerCase())
  if (known === undefined) {
    return args.context.refuse(args.typed(index).span, `the unit \`${name}\` is not known here`)
  }
  return units[known]!
}

function convertTemperature(args: Arguments): SqlExpression {
  const [factor, offset] = unitOf(temperature, args, 1)
  const [toFactor, toOffset] = unitOf(temperature, args, 2)
  return sql`(${args.real(0)} * ${literal(factor)} + ${literal(offset)} - ${literal(toOffset)}) / ${literal(toFactor)}`
}

function converter(units: Units): (args: Arguments) => SqlExpression {
  return (args) => sql`${args.real(0)} * ${literal(unitOf(units, args, 1) / unitOf(units, args, 2))}`
}

function row(name: string, what: string, units: Units, examples: ScalarRow['examples']): ScalarRow {
  return scalar({
    name: `convert_${name}`,
    doc: `${what} in another unit.`,
    trap: 'The units are constants, in any case.',
    examples,
    sql: converter(units),
  })
}

export const units: readonly ScalarRow[] = [
  row('angle', 'An angle', angle, [
    ['round(convert_angle(1.2, "Degree", "Arcminute"), 10)', 72],
    ['round(convert_angle(180.0, "degree", "Radian"), 10) == round(pi(), 10)', true],
  ]),
  row('energy', 'An amount of energy', energy, [
    ['round(convert_energy(1.2, "Joule", "BritishThermalUnit"), 14)', 0.00113738054438],
    ['convert_energy(1.0, "KilowattHour", "Joule")', 3_600_000],
  ]),
  row('force', 'A force', force, [
    ['convert_force(1.2, "Newton", "Decanewton")', 0.12],
    ['convert_force(1.0, "KilogramForce", "Newton")', 9.80665],
  ]),
  row('length', 'A length', length, [
    ['round(convert_length(1.2, "Meter", "Foot"), 12)', 3.937007874016],
    ['convert_length(1.0, "NauticalMile", "Meter")', 1852],
  ]),
  row('mass', 'A mass', mass, [
    ['round(convert_mass(1.2, "Kilogram", "Pound"), 12)', 2.645547146219],
    ['convert_mass(1.0, "Tonne", "Kilogram")', 1000],
  ]),
  row('speed', 'A speed', speed, [
    ['round(convert_speed(1.2, "MeterPerSecond", "CentimeterPerHour"), 6)', 432_000],
    ['round(convert_speed(1.0, "Knot", "KilometerPerHour"), 12)', 1.852],
  ]),
  scalar({
    name: 'convert_temperature',
    doc: 'A temperature in another unit.',
    trap: 'The units are constants, in any case.',
    examples: [
      ['round(convert_temperature(1.2, "Kelvin", "DegreeCelsius"), 12)', -271.95],
      ['round(convert_temperature(100.0, "DegreeCelsius", "DegreeFahrenheit"), 9)', 212],
      ['round(convert_temperature(0.0, "DegreeCelsius", "degreedelisle"), 9)', 150],
      ['round(convert_temperature(80.0, "DegreeReaumur", "DegreeRankine"), 9)', 671.67],
    ],
    sql: convertTemperature,
  }),
  row('volume', 'A volume', volume, [
    ['round(convert_volume(1.2, "CubicMeter", "AcreFoot"), 12)', 0.0009728568],
    ['round(convert_volume(1.0, "UsGallon", "Liter"), 12)', 3.785411784],
  ]),
]
