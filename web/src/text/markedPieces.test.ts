import { expect, test } from 'vitest'
import { markedPieces } from './markedPieces'

test('words that begin as those that were looked for are found, whatever their case', () => {
  expect(markedPieces('Good day, and a good morning', 'goo')).toEqual(['', 'Goo', 'd day, and a ', 'goo', 'd morning'])
  expect(markedPieces('Paloma y palomar', 'palom y')).toEqual(['', 'Palom', 'a ', 'y', ' ', 'palom', 'ar'])
  expect(markedPieces('regarding', 'gard')).toEqual(['regarding'])
})

test('what stands far on is brought into sight', () => {
  expect(markedPieces(`${'coo '.repeat(20)}home`, 'home')).toEqual(['…coo coo coo coo coo coo ', 'home', ''])
})

test('signs of patterns are letters here', () => {
  expect(markedPieces('1+1 (two)', '(')).toEqual(['1+1 (two)'])
  expect(markedPieces('a.b', 'a.b')).toEqual(['', 'a', '.', 'b', ''])
})
