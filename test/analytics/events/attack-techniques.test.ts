import { describe, expect, it } from 'vitest'
import { attackTechniques, techniqueText, withTechniqueNames } from '../../../src/analytics/events/attack-techniques.ts'
import { awsOperations } from '../../../src/analytics/operations/aws-operations.ts'
import { azureOperations } from '../../../src/analytics/operations/azure-operations.ts'
import { entraOperations } from '../../../src/analytics/operations/entra-operations.ts'
import { officeOperations } from '../../../src/analytics/operations/office-operations.ts'

describe('the names of techniques', () => {
  it('have well-formed ids, each once, and a name', () => {
    const ids = Object.keys(attackTechniques)
    expect(ids.length).toBeGreaterThan(600)
    expect(ids.filter((id) => !/^T\d{4}(\.\d{3})?$/.test(id))).toEqual([])
    expect(ids.filter((id) => attackTechniques[id]!.trim() === '')).toEqual([])
  })

  it('are those that rules of operations give', () => {
    const given = [...awsOperations, ...azureOperations, ...entraOperations, ...officeOperations]
    const other = given.filter(({ technique }) => techniqueText(technique.split(' ')[0]!) !== technique)
    expect(other.map(({ technique }) => technique)).toEqual([])
  })

  it('stand beside ids, with what is above them, once', () => {
    expect(withTechniqueNames('T1110.001, T1078')).toBe(
      'T1110.001 Brute Force: Password Guessing, T1078 Valid Accounts',
    )
    const named = withTechniqueNames('T1110.001, T1078')
    expect(withTechniqueNames(named)).toBe(named)
    expect(withTechniqueNames('T9999 and T1110 Brute Force')).toBe('T9999 and T1110 Brute Force')
  })
})
